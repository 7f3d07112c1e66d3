"""All pages of the account area."""

from gateway import federation, passkey_sign_in, passkeys, second_factor, second_step
from gateway.portal.account import activation, assistant, creation, mandate, profile, recovery, sign_in

ROUTES = [
    *creation.ROUTES,
    *activation.ROUTES,
    *assistant.ROUTES,
    *mandate.ROUTES,
    *second_factor.ROUTES,
    *federation.ROUTES,
    *passkeys.ROUTES,
    *passkey_sign_in.ROUTES,
    *second_step.ROUTES,
    *sign_in.ROUTES,
    *recovery.ROUTES,
    *profile.ROUTES,
]
