"""All pages of the account area."""

from gateway.portal.account import activation, creation, profile, recovery, sign_in

ROUTES = [*creation.ROUTES, *activation.ROUTES, *sign_in.ROUTES, *recovery.ROUTES, *profile.ROUTES]
