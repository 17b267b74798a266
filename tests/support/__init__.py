"""What tests of several rooms build with: people, posts and clients, made through the front doors."""
