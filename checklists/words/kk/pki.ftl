### What the PKI engine says.
