"""All pages of the account area."""

from gateway import (
    federation,
    languages,
    passkey_sign_in,
    passkeys,
    robot_digits,
    second_factor,
    second_step,
    several_accounts,
)
from gateway.portal.account import activation, assistant, creation, email, mandate, profile, recovery, sign_in

ROUTES = [
    *creation.ROUTES,
    *activation.ROUTES,
    *assistant.ROUTES,
    *mandate.ROUTES,
    *second_factor.ROUTES,
    *federation.ROUTES,
    *languages.ROUTES,
    *passkeys.ROUTES,
    *passkey_sign_in.ROUTES,
    *second_step.ROUTES,
    *sign_in.ROUTES,
    *several_accounts.ROUTES,
    *robot_digits.ROUTES,
    *recovery.ROUTES,
    *profile.ROUTES,
    *email.ROUTES,
]
