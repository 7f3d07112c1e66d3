"""An organisation asks for its access, at the operator's portal (ID-01, ID-02)."""
