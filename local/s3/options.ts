import type { IncomingMessage } from 'node:http';
import type { S3Notification } from './events.ts';

/** The secret behind an access key, and who it speaks for. */
export interface Credentials {
	readonly secretAccessKey: string;
	/** Temporary credentials carry one; a request without it, or with another, is refused. */
	readonly sessionToken?: string;
	/** Requests signed after this moment answer `ExpiredToken`, as with a role's credentials. */
	readonly expiresAt?: Date;
	/** Handed to `authorize` untouched: a role's name, an ARN, whatever the caller understands. */
	readonly principal: string;
}

/** One permission question, in IAM's words. */
export interface AuthorizationRequest {
	readonly principal: string;
	/** `s3:PutObject`, `s3:GetObjectVersion`, … as the Service Authorization Reference names it. */
	readonly action: string;
	/** `arn:aws:s3:::bucket` or `arn:aws:s3:::bucket/key`; `*` for ListAllMyBuckets. */
	readonly resource: string;
	/** Condition keys that S3 itself fills, e.g. `s3:authType`, `s3:prefix`, `s3:signatureAge`. */
	readonly context: Readonly<Record<string, string>>;
}

/** What a request is about to do, as the fault hook sees it. */
interface FaultTarget {
	/** S3's name of the operation, e.g. `CompleteMultipartUpload`. */
	readonly operation: string;
	readonly bucket: string;
	/** Empty for operations on the bucket itself. */
	readonly key: string;
}

/** A disturbance for one request. Several fields combine; an empty object changes nothing. */
export interface Fault {
	/** Waits this long before doing anything. */
	readonly latencyMs?: number;
	/** Answers this status without carrying the operation out. */
	readonly status?: number;
	/** The error code of that answer; `SlowDown` for 503 and `InternalError` otherwise if absent. */
	readonly code?: string;
	/** Answers 200 with an error document and does nothing, as CompleteMultipartUpload may. */
	readonly okWithError?: boolean;
	/**
	 * Answers 200 at once and sends spaces for this long; then carries the operation out and says how that
	 * went, also to a client that has gone. AWS does so where CompleteMultipartUpload, CopyObject or
	 * UploadPartCopy take long: https://docs.aws.amazon.com/AmazonS3/latest/API/API_CompleteMultipartUpload.html
	 */
	readonly spacesMs?: number;
	/** Cuts the connection without carrying the operation out. */
	readonly first?: 'drop-connection';
	/** Carries the operation out, then cuts the connection instead of answering. */
	readonly then?: 'drop-connection';
	/** DeleteObjects alone: the error code that this key gets instead of being deleted. */
	readonly failKey?: (key: string) => string | undefined;
	/** RestoreObject alone: AWS has no capacity left for the tier Expedited. */
	readonly expeditedUnavailable?: boolean;
}

/** Consulted once per authorised request; `undefined` leaves the request alone. */
export type Faults = (target: FaultTarget) => Fault | undefined | Promise<Fault | undefined>;

export interface S3Options {
	/** Holds every byte and the index. Created if absent; one server at a time. */
	readonly dataDir: string;
	/** 0 picks a free one. The server listens on 127.0.0.1 only. */
	readonly port: number;
	/** Default `us-east-1`. Credential scopes naming another region are refused. */
	readonly region?: string;
	/** Judges signatures, policies and expiry. Default: the real time. */
	readonly clock?: () => Date;
	/**
	 * Dates objects and tells their age, for lifecycle and restores. Default: `clock`. Move this one
	 * to let objects grow old while requests signed in real time stay valid.
	 */
	readonly lifecycleClock?: () => Date;
	/** The secret of an access key; `undefined` answers `InvalidAccessKeyId`. */
	readonly credentials: (accessKeyId: string) => Credentials | undefined;
	readonly authorize: (request: AuthorizationRequest) => boolean | Promise<boolean>;
	/** By bucket name, the resolved `Properties` of its `AWS::S3::Bucket`. Parsed on start. */
	readonly buckets: Readonly<Record<string, unknown>>;
	/** At least once per matching rule, after the object is durable; a rejection is retried. */
	readonly onEvent: (notification: S3Notification) => void | Promise<void>;
	readonly log?: (line: string) => void;
	readonly faults?: Faults;
	/** Waited for before a request is handled. Default: nothing. */
	readonly line?: ((request: IncomingMessage) => Promise<void>) | undefined;
}

export interface S3Server {
	/** `http://127.0.0.1:PORT`; a bucket's name is the first segment of the path. */
	readonly endpoint: string;
	readonly port: number;
	/**
	 * Runs every lifecycle rule and restore that is due by `lifecycleClock`: transitions,
	 * expiry, aborted uploads, finished and expired restores. AWS does this about once a day.
	 */
	applyLifecycle(): Promise<void>;
	/** The restores among it alone, which AWS does not put off to the end of the day. */
	advanceRestores(): Promise<void>;
	/** Ends every restore under way as if its time had passed; the number of them. */
	finishRestores(): Promise<number>;
	/** Replaces the fault hook; `undefined` takes it away. */
	injectFaults(faults: Faults | undefined): void;
	/** Resolves when no notification is waiting to be delivered. */
	settleEvents(): Promise<void>;
	/** Stops listening, ends open connections and closes the index. Idempotent. */
	close(): Promise<void>;
}
