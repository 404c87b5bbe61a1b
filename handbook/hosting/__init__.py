"""What a built site needs to be served: policies, server configurations, compressed and offline copies, licences."""
