"""The catalogues that come with the portal, as files that an office may read, change and bring in through the admin."""
