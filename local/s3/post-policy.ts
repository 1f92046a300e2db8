import * as v from 'valibot';
import { checkedScope, liveCredentials, type Authority, type Identity } from './authenticate.ts';
import { S3Error } from './errors.ts';
import { ALGORITHM, parseTimestamp, sameSignature, sign, signingKey } from './sigv4.ts';

/** https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-HTTPPOSTConstructPolicy.html */
const Bound = v.pipe(v.union([v.number(), v.string()]), v.transform(Number), v.integer());
// A list is an object to JavaScript; here it is another kind of condition.
const Exact = v.pipe(
	v.custom<object>((condition) => !Array.isArray(condition)),
	v.record(v.string(), v.string()),
);
const Policy = v.object({
	expiration: v.pipe(v.string(), v.isoTimestamp(), v.endsWith('Z'), v.transform(Date.parse)),
	conditions: v.array(
		v.union([
			v.tuple([v.literal('content-length-range'), Bound, Bound]),
			v.tuple([
				v.picklist(['eq', 'starts-with']),
				v.pipe(v.string(), v.startsWith('$')),
				v.string(),
			]),
			Exact,
		]),
	),
});

type PolicyDocument = v.InferOutput<typeof Policy>;

/** The fields that say who signed what need no condition; everything else does. */
const EXEMPT = new Set(['x-amz-signature', 'file', 'policy', 'file content-type']);

export interface SizeRange {
	/** Inclusive, bytes. */
	readonly min: number;
	readonly max: number;
}

/** Verifies a form's signature. `fields` are by lower-case name. */
export function authenticateForm(
	fields: ReadonlyMap<string, string>,
	authority: Authority,
): Identity {
	const policy = fields.get('policy');
	const signature = fields.get('x-amz-signature');
	if (policy === undefined || signature === undefined) throw new S3Error('AccessDenied');
	if (fields.get('x-amz-algorithm') !== ALGORITHM) {
		throw new S3Error('InvalidArgument', { message: `x-amz-algorithm must be ${ALGORITHM}` });
	}
	const timestamp = fields.get('x-amz-date') ?? '';
	const signedAtMs = parseTimestamp(timestamp);
	if (signedAtMs === undefined) {
		throw new S3Error('InvalidArgument', { message: 'x-amz-date must be ISO8601 basic' });
	}
	const scope = checkedScope(fields.get('x-amz-credential'), {
		code: 'InvalidArgument',
		timestamp,
		authority,
	});
	const token = fields.get('x-amz-security-token');
	const credentials = liveCredentials(scope.accessKeyId, token, authority);
	const key = signingKey(credentials.secretAccessKey, scope);
	if (!sameSignature(sign(key, policy), signature)) throw new S3Error('SignatureDoesNotMatch');
	return {
		principal: credentials.principal,
		authType: 'POST',
		signatureAgeMs: authority.now.getTime() - signedAtMs,
		payloadHash: 'UNSIGNED-PAYLOAD',
	};
}

function parsePolicy(encoded: string): PolicyDocument {
	try {
		return v.parse(Policy, JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')));
	} catch {
		throw new S3Error('InvalidPolicyDocument');
	}
}

/**
 * Holds a form against its policy: in time, every condition met, and no field that the policy
 * does not mention. Answers the size its file may have.
 */
export function checkPolicy(
	formFields: ReadonlyMap<string, string>,
	{ bucket, now }: { readonly bucket: string; readonly now: Date },
): SizeRange {
	// The bucket of the URL counts as a field, or a policy could be used on any bucket.
	const fields = new Map([...formFields, ['bucket', bucket]]);
	const policy = parsePolicy(fields.get('policy') ?? '');
	if (now.getTime() > policy.expiration) throw refused('Policy expired.');
	const covered = new Set<string>();
	let range: SizeRange = { min: 0, max: Number.POSITIVE_INFINITY };
	for (const condition of policy.conditions) {
		if (Array.isArray(condition)) {
			const [operator, first, second] = condition;
			if (operator === 'content-length-range') {
				range = { min: Math.max(range.min, first), max: Math.min(range.max, second) };
				continue;
			}
			covered.add(checkField(fields, { operator, name: first.slice(1), value: second }));
		} else {
			for (const [name, value] of Object.entries(condition)) {
				covered.add(checkField(fields, { operator: 'eq', name, value }));
			}
		}
	}
	for (const name of fields.keys()) {
		if (covered.has(name) || EXEMPT.has(name) || name.startsWith('x-ignore-')) continue;
		throw refused(`Extra input fields: ${name}`);
	}
	return range;
}

interface FieldCondition {
	readonly operator: 'eq' | 'starts-with';
	readonly name: string;
	readonly value: string;
}

/** The condition's field name in lower case, once it holds. */
function checkField(fields: ReadonlyMap<string, string>, condition: FieldCondition): string {
	const name = condition.name.toLowerCase();
	const given = fields.get(name) ?? '';
	const holds =
		condition.operator === 'eq'
			? given === condition.value
			: startsWith(name, given, condition.value);
	if (holds) return name;
	throw refused(
		`Policy Condition failed: ["${condition.operator}", "$${condition.name}", "${condition.value}"]`,
	);
}

/** A content type may be a list; then each of its members has to begin so. */
function startsWith(name: string, given: string, prefix: string): boolean {
	if (name !== 'content-type') return given.startsWith(prefix);
	return given.split(',').every((type) => type.trim().startsWith(prefix));
}

function refused(reason: string): S3Error {
	return new S3Error('AccessDenied', { message: `Invalid according to Policy: ${reason}` });
}
