/**
 * Certificates of an authority of the tests alone, good until 2126. Whoever reads these keys can only pretend
 * to be a database to a test.
 */
export const AUTHORITY = [
	'-----BEGIN CERTIFICATE-----',
	'MIIBjjCCATOgAwIBAgIUcBgE4mGmbEZK6D4JUN+xaqxQnTkwCgYIKoZIzj0EAwIw',
	'GzEZMBcGA1UEAwwQQ2xvdWRWYXVsdCB0ZXN0czAgFw0yNjExMzAwMjQzMThaGA8y',
	'MTI2MTEwNjAyNDMxOFowGzEZMBcGA1UEAwwQQ2xvdWRWYXVsdCB0ZXN0czBZMBMG',
	'ByqGSM49AgEGCCqGSM49AwEHA0IABA26SelVcazJ42rARS8gSuwMANcbc8dW68yK',
	'+0l/qHaEk+ViqA737H9gpVUJfPo0E5pVMWiacVBWKI67IWtJq1KjUzBRMB0GA1Ud',
	'DgQWBBR7LKB25crx5AFvjFhfqJvz9H/X2zAfBgNVHSMEGDAWgBR7LKB25crx5AFv',
	'jFhfqJvz9H/X2zAPBgNVHRMBAf8EBTADAQH/MAoGCCqGSM49BAMCA0kAMEYCIQDW',
	'UYBDREUwGws4OWn7PMIwQy+eJYpWPZXU9mqNtEAsbgIhAJeLAY+EkjybUrEjjnU/',
	'AHD8LeV/eU/pIbW3RgZqPO2n',
	'-----END CERTIFICATE-----',
].join('\n');

/** For `localhost`. */
export const RIGHT = {
	cert: [
		'-----BEGIN CERTIFICATE-----',
		'MIIBizCCATGgAwIBAgIUTYP3kQobwVQe2ecinOj2Obr1JKkwCgYIKoZIzj0EAwIw',
		'GzEZMBcGA1UEAwwQQ2xvdWRWYXVsdCB0ZXN0czAgFw0yNjExMzAwMjQzMThaGA8y',
		'MTI2MTEwNjAyNDMxOFowFDESMBAGA1UEAwwJbG9jYWxob3N0MFkwEwYHKoZIzj0C',
		'AQYIKoZIzj0DAQcDQgAEAZ1z+4llDGsEWBIArS0oQn7PuqtB9W4QxBydihQeaJGz',
		'annCPAXVQfat6oevfhVuIsufpDwefCfsORNUEgaY56NYMFYwFAYDVR0RBA0wC4IJ',
		'bG9jYWxob3N0MB0GA1UdDgQWBBT5HIxOIwUpW3VE6vTrkuR2cYix4zAfBgNVHSME',
		'GDAWgBR7LKB25crx5AFvjFhfqJvz9H/X2zAKBggqhkjOPQQDAgNIADBFAiEA33oj',
		'BfVuBNQ9qE7R5LLUOOwibtbvYc9X8nwekFETaBQCIE8XiySEcWCeXNsVlFx1xnsq',
		'boR/Z3DktxFsVBMexPNW',
		'-----END CERTIFICATE-----',
	].join('\n'),
	key: [
		'-----BEGIN PRIVATE KEY-----',
		'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgYjODzErc5Gju5HNt',
		'/0fZaDo/FKG8AXW8tiUB2wqIe3+hRANCAAQBnXP7iWUMawRYEgCtLShCfs+6q0H1',
		'bhDEHJ2KFB5okbNqecI8BdVB9q3qh69+FW4iy5+kPB58J+w5E1QSBpjn',
		'-----END PRIVATE KEY-----',
	].join('\n'),
};

/** For `elsewhere.example`. */
export const WRONG = {
	cert: [
		'-----BEGIN CERTIFICATE-----',
		'MIIBmzCCAUGgAwIBAgIUTYP3kQobwVQe2ecinOj2Obr1JKowCgYIKoZIzj0EAwIw',
		'GzEZMBcGA1UEAwwQQ2xvdWRWYXVsdCB0ZXN0czAgFw0yNjExMzAwMjQzMThaGA8y',
		'MTI2MTEwNjAyNDMxOFowHDEaMBgGA1UEAwwRZWxzZXdoZXJlLmV4YW1wbGUwWTAT',
		'BgcqhkjOPQIBBggqhkjOPQMBBwNCAATJjqrIjJXq6KhzjQ+eezANP8k2cpcb+QTi',
		'lHRFrvkyNYKd/ejb3TKNub9ikLuZif0//KhgrtmRu/Pxm4y2ahfZo2AwXjAcBgNV',
		'HREEFTATghFlbHNld2hlcmUuZXhhbXBsZTAdBgNVHQ4EFgQUKL7B+QWeZ07gchYI',
		'ONoK+Ehd9jowHwYDVR0jBBgwFoAUeyygduXK8eQBb4xYX6ib8/R/19swCgYIKoZI',
		'zj0EAwIDSAAwRQIgDzOj2pvbrQGlvZBsnHPZF8bsFoZ8VNilhkoyktepe8QCIQD2',
		'NSSSYVXy8zYUEEJTwQEwX6F/k8lAeAdrDpcYg7NMEg==',
		'-----END CERTIFICATE-----',
	].join('\n'),
	key: [
		'-----BEGIN PRIVATE KEY-----',
		'MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgYJdkyWYv1alVmb1b',
		'j8LWW+caBW8tht/SrPaAlq1N/DOhRANCAATJjqrIjJXq6KhzjQ+eezANP8k2cpcb',
		'+QTilHRFrvkyNYKd/ejb3TKNub9ikLuZif0//KhgrtmRu/Pxm4y2ahfZ',
		'-----END PRIVATE KEY-----',
	].join('\n'),
};
