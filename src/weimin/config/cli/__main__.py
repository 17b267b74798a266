from weimin.config.cli import main

main()
