import { FULL_DISK } from '../data-directory/full-disk.ts';
import { document, element } from './xml.ts';

/** S3's error codes that we can answer, with their HTTP status and sentence. */
const CATALOGUE = {
	AccessControlListNotSupported: [400, 'The bucket does not allow ACLs'],
	AccessDenied: [403, 'Access Denied'],
	AccessForbidden: [403, 'CORSResponse: This CORS request is not allowed.'],
	AuthorizationHeaderMalformed: [400, 'The authorization header is malformed.'],
	AuthorizationQueryParametersError: [400, 'The authorization query parameters are invalid.'],
	BadDigest: [400, 'The checksum you specified did not match what we received.'],
	BadRequest: [400, 'Bad Request'],
	EntityTooLarge: [400, 'Your proposed upload exceeds the maximum allowed size'],
	EntityTooSmall: [400, 'Your proposed upload is smaller than the minimum allowed size'],
	ExpiredToken: [400, 'The provided token has expired.'],
	GlacierExpeditedRetrievalNotAvailable: [
		503,
		'Glacier expedited retrievals are currently not available, please try again later',
	],
	IncompleteBody: [400, 'You did not provide the number of bytes specified by Content-Length'],
	/** Ours: the disk of S3 is never full. */
	InsufficientStorage: [507, FULL_DISK],
	InternalError: [500, 'We encountered an internal error. Please try again.'],
	InvalidAccessKeyId: [403, 'The AWS Access Key Id you provided does not exist in our records.'],
	InvalidArgument: [400, 'Invalid Argument'],
	InvalidDigest: [400, 'The Content-MD5 you specified is not valid.'],
	InvalidObjectState: [403, "The operation is not valid for the object's storage class"],
	InvalidPart: [
		400,
		'One or more of the specified parts could not be found, or its entity tag does not match.',
	],
	InvalidPartOrder: [400, 'The list of parts was not in ascending order of part numbers.'],
	InvalidPolicyDocument: [400, 'The content of the form does not meet the policy document.'],
	InvalidRange: [416, 'The requested range is not satisfiable'],
	InvalidRequest: [400, 'Invalid Request'],
	InvalidStorageClass: [400, 'The storage class you specified is not valid'],
	InvalidTag: [400, 'The tag provided was not a valid tag.'],
	InvalidToken: [400, 'The provided token is malformed or otherwise invalid.'],
	InvalidURI: [400, "Couldn't parse the specified URI."],
	KeyTooLongError: [400, 'Your key is too long'],
	MalformedPOSTRequest: [400, 'The body of your POST request is not well-formed form data.'],
	MalformedXML: [400, 'The XML you provided was not well-formed or did not validate.'],
	MaxPostPreDataLengthExceededError: [400, 'Your POST fields preceding the file were too large.'],
	MetadataTooLarge: [400, 'Your metadata headers exceed the maximum allowed metadata size'],
	MethodNotAllowed: [405, 'The specified method is not allowed against this resource.'],
	MissingContentLength: [411, 'You must provide the Content-Length HTTP header.'],
	NoSuchBucket: [404, 'The specified bucket does not exist'],
	NoSuchKey: [404, 'The specified key does not exist.'],
	NoSuchLifecycleConfiguration: [404, 'The lifecycle configuration does not exist'],
	NoSuchPublicAccessBlockConfiguration: [
		404,
		'The public access block configuration was not found',
	],
	NoSuchUpload: [
		404,
		'The specified upload does not exist. It may have been aborted or completed.',
	],
	NoSuchVersion: [404, 'The specified version does not exist.'],
	NotImplemented: [501, 'This local S3 does not implement what the request asks for.'],
	PreconditionFailed: [412, 'At least one of the pre-conditions you specified did not hold'],
	RequestTimeTooSkewed: [
		403,
		'The difference between the request time and the current time is too large.',
	],
	RequestTimeout: [400, 'Your socket connection to the server was not read from or written to.'],
	RestoreAlreadyInProgress: [409, 'Object restore is already in progress'],
	SignatureDoesNotMatch: [
		403,
		'The request signature we calculated does not match the signature you provided.',
	],
	SlowDown: [503, 'Please reduce your request rate.'],
	XAmzContentSHA256Mismatch: [
		400,
		"The provided 'x-amz-content-sha256' header does not match what was computed.",
	],
} as const satisfies Record<string, readonly [status: number, message: string]>;

export type S3ErrorCode = keyof typeof CATALOGUE;

interface S3ErrorDetails {
	/** Replaces the catalogue's sentence. */
	readonly message?: string;
	readonly headers?: Readonly<Record<string, string>>;
	/** Extra elements of the error document, e.g. `{ HeadersNotSigned: 'x-amz-acl' }`. */
	readonly extra?: Readonly<Record<string, string>>;
}

/** A refusal in S3's own words; the one place that knows a code's status is the table above. */
export class S3Error extends Error {
	readonly code: S3ErrorCode;
	readonly status: number;
	readonly headers: Readonly<Record<string, string>>;
	readonly extra: Readonly<Record<string, string>>;

	constructor(code: S3ErrorCode, details: S3ErrorDetails = {}) {
		const [status, message] = CATALOGUE[code];
		super(details.message ?? message);
		this.name = 'S3Error';
		this.code = code;
		this.status = status;
		this.headers = details.headers ?? {};
		this.extra = details.extra ?? {};
	}
}

/** An error that a test asked for; its code and status need not belong together. */
export class InjectedError extends Error {
	readonly status: number;
	readonly code: string;
	readonly headers = {};
	readonly extra = {};

	constructor(status: number, code: string) {
		super('Injected by a test');
		this.status = status;
		this.code = code;
	}
}

interface Occasion {
	/** The path asked for. */
	readonly resource: string;
	readonly requestId: string;
}

/** The body of an error answer. */
export function errorDocument(error: S3Error | InjectedError, occasion: Occasion): string {
	return document(
		element('Error', [
			element('Code', error.code),
			element('Message', error.message),
			...Object.entries(error.extra).map(([name, value]) => element(name, value)),
			element('Resource', occasion.resource),
			element('RequestId', occasion.requestId),
			element('HostId', occasion.requestId),
		]),
	);
}
