"""``weimin rehearse``: synthetic citizens and officials run the city over HTTP, in simulated time that ends today.

``gate`` and ``wsgi`` are the web process's side: they alone take an instant from a header, and only with the token of
the rehearsal that started them. The rest is the driver: ``people`` and ``fates`` say who there is and what will happen,
``browser`` and ``visits`` do it as a browser would, ``stage`` goes through the days, ``model`` is a plain account of what
the law says of each case, kept beside the product and compared with it in ``figures``.
"""
