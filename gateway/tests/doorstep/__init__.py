"""What the gateway's tests stand on: entrances over real HTTP, in front of tiny services that tests steer."""
