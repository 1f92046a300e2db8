import { createHash } from 'node:crypto';
import { VaultError } from '../../domain/vault-error.ts';
import type { RestoreOutcome, RestoreRequest } from '../../ports/object-restorer.ts';
import type {
	ObjectVersion,
	StoredObject,
	VersionMarker,
	VersionPage,
} from '../../ports/object-store.ts';
import { patientCall } from '../patient-call.ts';
import type { BucketAnswer, BucketRequest, BucketRequests } from './bucket-requests.ts';
import { parseVersionPage } from './parse-version-page.ts';
import { storedObject } from './stored-object.ts';

/** S3 answered something else, or nothing: the client of the SDK is to ask, which tries again and names what S3 refuses. */
export const UNKNOWN = Symbol('unknown');
type Unknown = typeof UNKNOWN;

/** A key, or one version of it. */
interface Name {
	readonly key: string;
	readonly objectVersionId?: string | undefined;
}

/** Nothing that XML would need escaped. All keys that we make are so. */
const PLAIN = /^[\w./~+-]*$/;

/**
 * [Note: Quick requests] What S3 is asked most often has one answer when all is well, and needs neither the SDK's client to ask it nor its
 * errors to understand it. A client takes 0.9 ms of processor for each request, most of it in its middleware, and about 20 ms and a
 * quarter of a bundle before the first one. So such a request is signed and sent once, and any answer but the expected one is `UNKNOWN`: then
 * the client is read and asks the same again. All of them may be repeated.
 *
 * Each throws `VaultError('unavailable')` where the time is up.
 */
export class QuickBucket {
	readonly #requests: BucketRequests;

	constructor(requests: BucketRequests) {
		this.#requests = requests;
	}

	/** Absent: undefined. */
	head({ key, objectVersionId }: Name): Promise<StoredObject | undefined | Unknown> {
		const headers = { 'x-amz-checksum-mode': 'ENABLED' };
		const request = {
			method: 'HEAD',
			key,
			query: { versionId: objectVersionId },
			headers,
		} as const;
		return this.#ask(request, (answer) => {
			if (answer.status === 404) return undefined;
			return answer.status === 200 ? storedObject(headOf(answer)) : UNKNOWN;
		});
	}

	/** Absent: undefined. */
	read(key: string): Promise<Buffer | undefined | Unknown> {
		return this.#ask({ method: 'GET', key }, ({ status, body }) => {
			if (status === 404) return undefined;
			return status === 200 ? body : UNKNOWN;
		});
	}

	write(key: string, body: Uint8Array, contentType: string): Promise<'written' | Unknown> {
		const headers = { 'content-type': contentType, ...checksumOf(body) };
		return this.#ask({ method: 'PUT', key, headers, body }, ({ status }) =>
			status === 200 ? 'written' : UNKNOWN,
		);
	}

	/** For ever, up to 1,000 at once. */
	async erase(versions: readonly ObjectVersion[]): Promise<'erased' | Unknown> {
		const isPlain = ({ key, objectVersionId }: ObjectVersion) =>
			PLAIN.test(key) && PLAIN.test(objectVersionId);
		if (!versions.every(isPlain)) return UNKNOWN;
		const objects = versions.map(
			({ key, objectVersionId }) =>
				`<Object><Key>${key}</Key><VersionId>${objectVersionId}</VersionId></Object>`,
		);
		const body = `<Delete xmlns="${NAMESPACE}"><Quiet>true</Quiet>${objects.join('')}</Delete>`;
		return this.#post({ query: { delete: '' }, body }, (answer) => {
			const text = answer.body.toString('utf8');
			// What is kept is told in a 200.
			const isDone = text.includes('<DeleteResult') && !text.includes('<Error');
			return answer.status === 200 && isDone ? 'erased' : UNKNOWN;
		});
	}

	restore(
		{ key, objectVersionId }: ObjectVersion,
		{ tier, days }: RestoreRequest,
	): Promise<RestoreOutcome | Unknown> {
		const parameters = `<GlacierJobParameters><Tier>${tier}</Tier></GlacierJobParameters>`;
		const body = `<RestoreRequest xmlns="${NAMESPACE}"><Days>${String(days)}</Days>${parameters}</RestoreRequest>`;
		const query = { restore: '', versionId: objectVersionId };
		return this.#post({ key, query, body }, (answer): RestoreOutcome | Unknown => {
			if (answer.status === 202) return 'begun';
			return answer.status === 200 ? 'extended' : (OUTCOMES.get(codeOf(answer)) ?? UNKNOWN);
		});
	}

	pageOfVersions(prefix: string, from: VersionMarker): Promise<VersionPage | Unknown> {
		const query = {
			versions: '',
			prefix,
			'key-marker': from.key === '' ? undefined : from.key,
			'version-id-marker': from.objectVersionId,
		};
		return this.#ask({ method: 'GET', query }, ({ status, body }) =>
			status === 200 ? parseVersionPage(body.toString('utf8')) : UNKNOWN,
		);
	}

	#post<Answer>(
		request: Omit<BucketRequest, 'method'> & { readonly body: string },
		read: (answer: BucketAnswer) => Answer | Unknown,
	): Promise<Answer | Unknown> {
		const headers = { 'content-type': 'application/xml', ...checksumOf(request.body) };
		return this.#ask({ ...request, method: 'POST', headers }, read);
	}

	async #ask<Answer>(
		request: BucketRequest,
		read: (answer: BucketAnswer) => Answer | Unknown,
	): Promise<Answer | Unknown> {
		try {
			return await patientCall('storage', async (options) => {
				try {
					return read(await this.#requests.send(request, options));
				} catch {
					// The silence of S3 has a meaning of its own: see [Note: One deadline].
					options.abortSignal.throwIfAborted();
					return UNKNOWN;
				}
			});
		} catch (error) {
			throw error instanceof VaultError ? error : new VaultError('unavailable', { cause: error });
		}
	}
}

/** S3 answers 503 for want of capacity, which is told from a fault by its name alone. */
const OUTCOMES: ReadonlyMap<string, RestoreOutcome> = new Map([
	['GlacierExpeditedRetrievalNotAvailable', 'no-capacity'],
	['RestoreAlreadyInProgress', 'in-progress'],
	['InvalidObjectState', 'not-archived'],
]);

/** What S3 calls a refusal; empty where it says nothing. */
function codeOf({ body }: BucketAnswer): string {
	return /<Code>(\w+)<\/Code>/.exec(body.toString('utf8'))?.[1] ?? '';
}

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

function checksumOf(body: string | Uint8Array): Record<string, string> {
	return { 'x-amz-checksum-sha256': createHash('sha256').update(body).digest('base64') };
}

/** By the names that the client gives them. */
function headOf({ headers }: BucketAnswer) {
	const length = headers['content-length'];
	return {
		VersionId: headers['x-amz-version-id'],
		ContentLength: length === undefined ? undefined : Number(length),
		ChecksumSHA256: headers['x-amz-checksum-sha256'],
		ContentType: headers['content-type'],
		StorageClass: headers['x-amz-storage-class'],
		Restore: headers['x-amz-restore'],
	};
}
