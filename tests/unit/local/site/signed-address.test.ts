import { getSignedUrl } from '@aws-sdk/cloudfront-signer';
import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../../../local/site/signed-address.ts';

const pair = () =>
	generateKeyPairSync('rsa', {
		modulusLength: 2048,
		publicKeyEncoding: { type: 'spki', format: 'pem' },
		privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
	});
const ours = pair();
const theirs = pair();
const now = new Date('2026-01-01T00:00:00Z');
const trustedKeys = new Map([['K1', ours.publicKey]]);
const ANN = 'https://vault.test/d/ann/';

/** Signed by AWS's own library, over any address below Ann's. */
function signed(
	url: string,
	{ resource = `${ANN}*`, until = '2026-01-01T00:10:00Z', privateKey = ours.privateKey } = {},
): URL {
	const condition = { DateLessThan: { 'AWS:EpochTime': Date.parse(until) / 1000 } };
	const policy = JSON.stringify({ Statement: [{ Resource: resource, Condition: condition }] });
	return new URL(getSignedUrl({ url, policy, keyPairId: 'K1', privateKey, algorithm: 'SHA256' }));
}

function changed(address: URL, name: string, value: string): URL {
	const other = new URL(address);
	other.searchParams.set(name, value);
	return other;
}

const verdict = (address: URL) => refusalOf(address, { trustedKeys, now });

describe('a signed address', () => {
	it.each(['1/thumb', '2/preview', 'deeper/still/and?more=1'])('opens %s', (path) => {
		expect(verdict(signed(ANN + path))).toBeUndefined();
	});

	it.each<[string, URL, string]>([
		['nothing without a signature', new URL(`${ANN}1/thumb`), 'MissingKey'],
		['nothing by an unknown key', changed(signed(ANN), 'Key-Pair-Id', 'K2'), 'InvalidKey'],
		["nothing of another person's", signed('https://vault.test/d/bob/1'), 'AccessDenied'],
		['nothing on another site', signed('https://evil.test/d/ann/1'), 'AccessDenied'],
		['nothing by plain HTTP', signed('http://vault.test/d/ann/1'), 'AccessDenied'],
		['nothing after its end', signed(ANN, { until: '2026-01-01T00:00:00Z' }), 'AccessDenied'],
		['nothing by a forged key', signed(ANN, { privateKey: theirs.privateKey }), 'AccessDenied'],
		[
			'nothing with the policy of another signature',
			changed(
				signed(ANN),
				'Policy',
				signed(ANN, { resource: 'https://*' }).searchParams.get('Policy') ?? '',
			),
			'AccessDenied',
		],
		['nothing with a broken signature', changed(signed(ANN), 'Signature', '~~'), 'AccessDenied'],
		['nothing under another hash', changed(signed(ANN), 'Hash-Algorithm', 'SHA1'), 'AccessDenied'],
	])('opens %s', (_, address, refusal) => {
		expect(verdict(address)).toBe(refusal);
	});
});
