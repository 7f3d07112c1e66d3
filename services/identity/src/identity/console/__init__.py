"""Pages at the internal entrance: members and permissions, the guichet, the operator's organisations."""
