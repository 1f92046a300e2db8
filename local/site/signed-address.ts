import { verify } from 'node:crypto';
import * as v from 'valibot';
import { globPattern } from './distribution.ts';

const QUERY = ['Policy', 'Signature', 'Key-Pair-Id', 'Hash-Algorithm'];

/** The one statement that a policy of CloudFront may hold. We sign no other conditions, so none is understood. */
const PolicySchema = v.strictObject({
	Statement: v.tuple([
		v.strictObject({
			Resource: v.string(),
			Condition: v.strictObject({
				DateLessThan: v.strictObject({ 'AWS:EpochTime': v.pipe(v.number(), v.integer()) }),
			}),
		}),
	]),
});

/**
 * Why CloudFront refuses an address with a custom policy; undefined where it does not.
 * https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-creating-signed-url-custom-policy.html
 */
export function refusalOf(
	address: URL,
	{ trustedKeys, now }: { readonly trustedKeys: ReadonlyMap<string, string>; readonly now: Date },
): 'MissingKey' | 'InvalidKey' | 'AccessDenied' | undefined {
	const [policy, signature, keyPairId, algorithm] = QUERY.map((name) =>
		address.searchParams.get(name),
	);
	if (!policy || !signature || !keyPairId) return 'MissingKey';
	const publicKey = trustedKeys.get(keyPairId);
	if (publicKey === undefined) return 'InvalidKey';
	const signed = fromQueryBase64(policy);
	const hash = algorithm === 'SHA256' ? 'sha256' : 'sha1';
	if (!verify(hash, signed, publicKey, fromQueryBase64(signature))) return 'AccessDenied';
	const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), PolicySchema), signed.toString());
	if (!parsed.success) return 'AccessDenied';
	const [{ Resource, Condition }] = parsed.output.Statement;
	const isOver = Condition.DateLessThan['AWS:EpochTime'] * 1000 <= now.getTime();
	return isOver || !globPattern(Resource).test(unsigned(address)) ? 'AccessDenied' : undefined;
}

/** What was asked for, without the signature. */
function unsigned(address: URL): string {
	const bare = new URL(address);
	for (const name of QUERY) bare.searchParams.delete(name);
	return bare.href;
}

const FROM_QUERY: Readonly<Record<string, string>> = { '-': '+', _: '=', '~': '/' };

function fromQueryBase64(text: string): Buffer {
	const base64 = text.replace(/[-_~]/g, (character) => FROM_QUERY[character] ?? '');
	return Buffer.from(base64, 'base64');
}
