/**
 * A certificate of nobody's authority for mail.test and 127.0.0.1, valid for 100 years, with its key. Made once with
 * `openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 36500 -subj /CN=mail.test
 * -addext subjectAltName=DNS:mail.test,IP:127.0.0.1`. Programs trust it only where a test says so.
 */
export const MAIL_KEY = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgWUq+Q5W8Aqp01co8
aNVdguOIev/zIZHFUAk6Nx32rhihRANCAARdNLqk7/i3BWcZsGbtRsi+JfTR1+6k
7rJeACBobwWOKcYLTDbfcD6Nbyo3wGi96jZ+7a1MPGA4ehZXdHBZh+jf
-----END PRIVATE KEY-----
`;

export const MAIL_CERTIFICATE = `-----BEGIN CERTIFICATE-----
MIIBmzCCAUGgAwIBAgIUUHiDOeVdq61koqTWCIWPTc9WtWwwCgYIKoZIzj0EAwIw
FDESMBAGA1UEAwwJbWFpbC50ZXN0MCAXDTI2MTEyNzE3MjQ0MFoYDzIxMjYxMTAz
MTcyNDQwWjAUMRIwEAYDVQQDDAltYWlsLnRlc3QwWTATBgcqhkjOPQIBBggqhkjO
PQMBBwNCAARdNLqk7/i3BWcZsGbtRsi+JfTR1+6k7rJeACBobwWOKcYLTDbfcD6N
byo3wGi96jZ+7a1MPGA4ehZXdHBZh+jfo28wbTAdBgNVHQ4EFgQUIvbjMK5HuCzl
log1owI8c6xjNU4wHwYDVR0jBBgwFoAUIvbjMK5HuCzllog1owI8c6xjNU4wDwYD
VR0TAQH/BAUwAwEB/zAaBgNVHREEEzARggltYWlsLnRlc3SHBH8AAAEwCgYIKoZI
zj0EAwIDSAAwRQIgd1pPNC1QI21T20aMOEbSFSBICimzbMIcI0Oe2D/vq3gCIQCC
Z+kuYx2QxbQpUDbNFqRK34PKtT2LR6R85MW3XwlTmg==
-----END CERTIFICATE-----
`;
