"""Journeys of people through the web client, in a real browser, on servers of their own."""
