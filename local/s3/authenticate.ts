import { S3Error, type S3ErrorCode } from './errors.ts';
import type { Credentials } from './options.ts';
import type { S3Request } from './request.ts';
import {
	ALGORITHM,
	canonicalRequest,
	parseCredential,
	parseTimestamp,
	sameSignature,
	sign,
	signingKey,
	stringToSign,
	type CredentialScope,
} from './sigv4.ts';

const MAX_SKEW_MS = 15 * 60 * 1000;
/** A week: https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-query-string-auth.html */
const MAX_EXPIRES_SECONDS = 604_800;

/** Who signed a request, how, and what they promised about its body. */
export interface Identity {
	readonly principal: string;
	/** In the words of the condition key `s3:authType`. */
	readonly authType: 'REST-HEADER' | 'REST-QUERY-STRING' | 'POST';
	/** Since the moment named in the signature. */
	readonly signatureAgeMs: number;
	/** As in `x-amz-content-sha256`. */
	readonly payloadHash: string;
}

export interface Authority {
	readonly credentials: (accessKeyId: string) => Credentials | undefined;
	readonly region: string;
	readonly now: Date;
}

interface Claim {
	readonly scope: CredentialScope;
	readonly signedHeaders: readonly string[];
	readonly signature: string;
	readonly timestamp: string;
	readonly signedAtMs: number;
	readonly sessionToken: string | undefined;
	readonly payloadHash: string;
}

/** Verifies the one signature of a request. Unsigned requests answer `AccessDenied`. */
export function authenticate(request: S3Request, authority: Authority): Identity {
	const inHeader = request.header('authorization');
	const inQuery = request.parameter('X-Amz-Algorithm') ?? request.parameter('X-Amz-Signature');
	if (inHeader !== undefined && inQuery !== undefined) {
		throw new S3Error('InvalidArgument', {
			message: 'Only one auth mechanism allowed',
		});
	}
	if (inHeader !== undefined) return authenticateHeader(request, inHeader, authority);
	if (inQuery !== undefined) return authenticateQuery(request, authority);
	throw new S3Error('AccessDenied');
}

function authenticateHeader(request: S3Request, header: string, authority: Authority): Identity {
	const code = 'AuthorizationHeaderMalformed';
	const [, mechanism, rest = ''] = /^(\S+)\s+(.*)$/.exec(header) ?? [];
	if (mechanism !== ALGORITHM) throw unsupportedMechanism();
	const fields = new Map(rest.split(',').map((part) => splitOnce(part.trim(), '=')));
	const timestamp = request.header('x-amz-date') ?? '';
	const signedAtMs = parseTimestamp(timestamp);
	if (signedAtMs === undefined) {
		throw new S3Error('AccessDenied', {
			message: 'AWS authentication requires a valid x-amz-date header',
		});
	}
	const payloadHash = request.header('x-amz-content-sha256');
	if (payloadHash === undefined) {
		throw new S3Error('InvalidRequest', {
			message: 'Missing required header for this request: x-amz-content-sha256',
		});
	}
	const claim: Claim = {
		scope: checkedScope(fields.get('Credential'), { code, timestamp, authority }),
		signedHeaders: (fields.get('SignedHeaders') ?? '').split(';'),
		signature: fields.get('Signature') ?? '',
		timestamp,
		signedAtMs,
		sessionToken: request.header('x-amz-security-token'),
		payloadHash,
	};
	if (Math.abs(authority.now.getTime() - signedAtMs) > MAX_SKEW_MS) {
		throw new S3Error('RequestTimeTooSkewed', {
			extra: { RequestTime: timestamp, ServerTime: authority.now.toISOString() },
		});
	}
	return verify(request, claim, { authority, authType: 'REST-HEADER' });
}

function authenticateQuery(request: S3Request, authority: Authority): Identity {
	const code = 'AuthorizationQueryParametersError';
	const required = (name: string): string => {
		const values = request.query.filter(([each]) => each === name);
		const [value] = values;
		if (values.length !== 1 || !value?.[1]) {
			throw new S3Error(code, { message: `${name} must be given exactly once` });
		}
		return value[1];
	};
	if (required('X-Amz-Algorithm') !== ALGORITHM) throw unsupportedMechanism();
	const timestamp = required('X-Amz-Date');
	const signedAtMs = parseTimestamp(timestamp);
	if (signedAtMs === undefined) {
		throw new S3Error(code, { message: 'X-Amz-Date must be in the ISO8601 basic format' });
	}
	const claim: Claim = {
		scope: checkedScope(required('X-Amz-Credential'), { code, timestamp, authority }),
		signedHeaders: required('X-Amz-SignedHeaders').split(';'),
		signature: required('X-Amz-Signature'),
		timestamp,
		signedAtMs,
		sessionToken: request.parameter('X-Amz-Security-Token'),
		payloadHash: request.instruction('x-amz-content-sha256') ?? 'UNSIGNED-PAYLOAD',
	};
	checkExpiry(required('X-Amz-Expires'), signedAtMs, authority.now);
	return verify(request, claim, { authority, authType: 'REST-QUERY-STRING' });
}

function checkExpiry(expires: string, signedAtMs: number, now: Date): void {
	const seconds = /^\d{1,9}$/.test(expires) ? Number(expires) : Number.NaN;
	if (!(seconds >= 0 && seconds <= MAX_EXPIRES_SECONDS)) {
		throw new S3Error('AuthorizationQueryParametersError', {
			message: `X-Amz-Expires must be a number of seconds up to ${String(MAX_EXPIRES_SECONDS)}`,
		});
	}
	if (signedAtMs - now.getTime() > MAX_SKEW_MS) {
		throw new S3Error('AccessDenied', { message: 'Request is not valid yet' });
	}
	const endsAt = new Date(signedAtMs + seconds * 1000);
	if (now > endsAt) {
		throw new S3Error('AccessDenied', {
			message: 'Request has expired',
			extra: { Expires: endsAt.toISOString(), ServerTime: now.toISOString() },
		});
	}
}

interface ScopeRules {
	readonly code: S3ErrorCode;
	readonly timestamp: string;
	readonly authority: Authority;
}

/** The credential's own date and region must be those of the request and of this server. */
export function checkedScope(credential: string | undefined, rules: ScopeRules): CredentialScope {
	const scope = parseCredential(credential ?? '');
	if (!scope) throw new S3Error(rules.code, { message: 'The Credential is malformed' });
	const { region } = rules.authority;
	if (scope.region !== region) {
		throw new S3Error(rules.code, {
			message: `The region '${scope.region}' is wrong; expecting '${region}'`,
			extra: { Region: region },
		});
	}
	if (scope.date !== rules.timestamp.slice(0, 8)) {
		throw new S3Error(rules.code, { message: 'The credential date is not the request date' });
	}
	if (scope.service !== 's3' || scope.terminator !== 'aws4_request') {
		throw new S3Error(rules.code, { message: 'The credential is not for this service' });
	}
	return scope;
}

/** The secret for a credential, after its session token and lifetime were checked. */
export function liveCredentials(
	accessKeyId: string,
	sessionToken: string | undefined,
	authority: Authority,
): Credentials {
	const credentials = authority.credentials(accessKeyId);
	if (!credentials) throw new S3Error('InvalidAccessKeyId');
	if (credentials.sessionToken !== sessionToken) throw new S3Error('InvalidToken');
	if (credentials.expiresAt && credentials.expiresAt <= authority.now) {
		throw new S3Error('ExpiredToken');
	}
	return credentials;
}

interface Verification {
	readonly authority: Authority;
	readonly authType: Identity['authType'];
}

function verify(request: S3Request, claim: Claim, { authority, authType }: Verification): Identity {
	const credentials = liveCredentials(claim.scope.accessKeyId, claim.sessionToken, authority);
	refuseUnsignedHeaders(request, claim.signedHeaders);
	const key = signingKey(credentials.secretAccessKey, claim.scope);
	const canonical = canonicalRequest({ ...claim, ...partsOf(request) });
	const text = stringToSign(canonical, claim.timestamp, claim.scope);
	const missing = claim.signedHeaders.some((name) => request.header(name) === undefined);
	if (missing || !sameSignature(sign(key, text), claim.signature)) {
		throw new S3Error('SignatureDoesNotMatch', {
			extra: { StringToSign: text, CanonicalRequest: canonical },
		});
	}
	return {
		principal: credentials.principal,
		authType,
		signatureAgeMs: authority.now.getTime() - claim.signedAtMs,
		payloadHash: claim.payloadHash,
	};
}

function partsOf(request: S3Request): Pick<S3Request, 'method' | 'path' | 'query' | 'headers'> {
	const { method, path, query, headers } = request;
	return { method, path, query, headers };
}

/** A header that changes what S3 does must be part of what was signed. */
function refuseUnsignedHeaders(request: S3Request, signedHeaders: readonly string[]): void {
	const unsigned = [...request.headers.keys()].filter(
		(name) => (name === 'host' || name.startsWith('x-amz-')) && !signedHeaders.includes(name),
	);
	if (unsigned.length === 0) return;
	throw new S3Error('AccessDenied', {
		message: 'There were headers present in the request which were not signed',
		extra: { HeadersNotSigned: unsigned.join(', ') },
	});
}

function unsupportedMechanism(): S3Error {
	return new S3Error('InvalidRequest', {
		message: `The authorization mechanism is not supported. Please use ${ALGORITHM}.`,
	});
}

function splitOnce(text: string, separator: string): [string, string] {
	const at = text.indexOf(separator);
	return at === -1 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)];
}
