"""Installing and uninstalling the addons on databases of their own."""
