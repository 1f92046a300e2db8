import { setTimeout as wait } from 'node:timers/promises';
import { afterSpaces } from './after-spaces.ts';
import { authenticate, type Authority, type Identity } from './authenticate.ts';
import { isAllowed } from './authorize.ts';
import type { Bucket, Call, Reply } from './call.ts';
import { InjectedError, S3Error } from './errors.ts';
import { readForm } from './form-data.ts';
import { refuseUnsupported } from './object-headers.ts';
import { listBuckets } from './operations/list-buckets.ts';
import { findOperation, isAboutTheRequest } from './operations/operation.ts';
import { keyOf, postObject } from './operations/post-object.ts';
import type { Fault, Faults, S3Options } from './options.ts';
import { authenticateForm, checkPolicy } from './post-policy.ts';
import type { S3Request } from './request.ts';
import type { Changes } from './store/changes.ts';
import type { Storage } from './store/storage.ts';

/** What every request is answered from. */
export interface Service {
	readonly region: string;
	readonly clock: () => Date;
	readonly lifecycleClock: () => Date;
	readonly credentials: S3Options['credentials'];
	readonly authorize: S3Options['authorize'];
	readonly buckets: ReadonlyMap<string, Bucket>;
	readonly storage: Storage;
	readonly changes: Changes;
	readonly faults: () => Faults | undefined;
}

/** Instead of an answer the client sees its connection end. */
export class ConnectionDropped extends Error {}

/** From a request to its reply: authenticates, authorises, then runs the operation. */
export async function answer(
	service: Service,
	request: S3Request,
	requestId: string,
): Promise<Reply> {
	const authority: Authority = {
		credentials: service.credentials,
		region: service.region,
		now: service.clock(),
	};
	const contentType = request.header('content-type') ?? '';
	const isForm = request.method === 'POST' && /^multipart\/form-data\b/i.test(contentType);
	if (isForm && request.key === '') {
		const form = await readForm(contentType, request.body);
		const identity = authenticateForm(form.fields, authority);
		const sizes = checkPolicy(form.fields, { bucket: request.bucket, now: authority.now });
		const call = callOf(service, { request, requestId, identity, key: keyOf(form) });
		await demand(call, 's3:PutObject');
		return withFault(service, 'PostObject', call, (disturbed) =>
			postObject(disturbed, form, sizes),
		);
	}
	const identity = authenticate(request, authority);
	if (request.bucket === '') return answerService(service, request, identity);
	const call = callOf(service, { request, requestId, identity, key: request.key });
	const operation = findOperation(request);
	refuseUnsupported(request.headers.keys());
	refuseUnsupported(request.query.map(([name]) => name));
	const versionNamed = request.parameter('versionId') !== undefined;
	await demand(call, (versionNamed ? operation.versionAction : undefined) ?? operation.action);
	return withFault(service, operation.name, call, (disturbed) => operation.run(disturbed));
}

/** Of the service itself ListBuckets alone can be asked. */
async function answerService(
	service: Service,
	request: S3Request,
	identity: Identity,
): Promise<Reply> {
	const { authorize, buckets, region, storage } = service;
	const isPlain = request.query.every(([name]) => isAboutTheRequest(name));
	if (request.method !== 'GET' || !isPlain) throw new S3Error('NotImplemented');
	const permission = { action: 's3:ListAllMyBuckets', bucket: '*' };
	if (!(await isAllowed(authorize, permission, { request, identity }))) {
		throw new S3Error('AccessDenied');
	}
	return listBuckets({ buckets, region, createdAt: storage.createdAt });
}

interface CallParts {
	readonly request: S3Request;
	readonly requestId: string;
	readonly identity: Identity;
	readonly key: string;
}

function callOf(service: Service, parts: CallParts): Call {
	const { request, identity } = parts;
	const bucket = service.buckets.get(request.bucket);
	if (!bucket) {
		throw new S3Error('NoSuchBucket', { extra: { BucketName: request.bucket } });
	}
	return {
		...parts,
		bucket,
		buckets: service.buckets,
		now: service.lifecycleClock(),
		region: service.region,
		storage: service.storage,
		changes: service.changes,
		may: (action, key, inBucket = bucket.name) =>
			isAllowed(
				service.authorize,
				{ action, bucket: inBucket, ...(key !== undefined && { key }) },
				{ request, identity },
			),
	};
}

async function demand(call: Call, action: string | undefined): Promise<void> {
	if (action === undefined) return;
	const allowed = await (call.key === '' ? call.may(action) : call.may(action, call.key));
	if (allowed) return;
	throw new S3Error('AccessDenied', {
		message: `${call.identity.principal} is not authorized to perform ${action}`,
	});
}

/** Carries an operation out, with the fault that a test has injected. */
async function withFault(
	service: Service,
	operation: string,
	call: Call,
	run: (call: Call) => Reply | Promise<Reply>,
): Promise<Reply> {
	const target = { operation, bucket: call.bucket.name, key: call.key };
	const fault: Fault = (await service.faults()?.(target)) ?? {};
	if (fault.latencyMs !== undefined) await wait(fault.latencyMs);
	if (fault.first) throw new ConnectionDropped();
	if (fault.okWithError) throw new InjectedError(200, 'InternalError');
	if (fault.status !== undefined) throw injected(fault.status, fault.code);
	const { failKey, expeditedUnavailable, spacesMs } = fault;
	const disturbed = {
		...call,
		...(failKey && { failKey }),
		...(expeditedUnavailable && { expeditedUnavailable }),
	};
	if (spacesMs !== undefined) return afterSpaces(spacesMs, disturbed, run);
	const reply = await run(disturbed);
	if (fault.then) throw new ConnectionDropped();
	return reply;
}

function injected(status: number, code: string | undefined): InjectedError {
	return new InjectedError(status, code ?? (status === 503 ? 'SlowDown' : 'InternalError'));
}
