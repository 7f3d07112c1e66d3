"""Tables, repositories, and the slow or secret parts: hashing, the list of common passwords."""
