import type { Call, Reply } from '../call.ts';
import { S3Error } from '../errors.ts';
import type { S3Request } from '../request.ts';
import { abortUpload } from './abort-upload.ts';
import {
	getEncryption,
	getLifecycle,
	getLocation,
	getPublicAccessBlock,
	getVersioning,
} from './bucket-reads.ts';
import { completeUpload } from './complete-upload.ts';
import { copyObject } from './copy-object.ts';
import { copyPart } from './copy-part.ts';
import { COPY_SOURCE } from './copy-source.ts';
import { createUpload } from './create-upload.ts';
import { deleteObject } from './delete-object.ts';
import { deleteObjects } from './delete-objects.ts';
import { getObject, headObject } from './get-object.ts';
import { listObjectsV1 } from './list-objects-v1.ts';
import { listObjects } from './list-objects.ts';
import { listParts } from './list-parts.ts';
import { listUploads } from './list-uploads.ts';
import { listVersions } from './list-versions.ts';
import { putObject } from './put-object.ts';
import { restoreObject } from './restore-object.ts';
import { deleteTagging, getTagging, putTagging } from './tagging.ts';
import { uploadPart } from './upload-part.ts';

interface Operation {
	/** As S3's API reference names it. */
	readonly name: string;
	readonly method: string;
	readonly on: 'bucket' | 'object';
	/** The parameters that tell it from its neighbours. */
	readonly needs: readonly string[];
	readonly allows: readonly string[];
	/** Whether its bytes are those of another object, which a header names. */
	readonly copies?: true;
	/** The permission it takes; absent where it asks for each key itself. */
	readonly action?: string;
	/** The permission where a version is named. */
	readonly versionAction?: string;
	readonly run: (call: Call) => Reply | Promise<Reply>;
}

const LISTING = ['prefix', 'delimiter', 'encoding-type'];
const OVERRIDES = [
	'response-cache-control',
	'response-content-disposition',
	'response-content-encoding',
	'response-content-language',
	'response-content-type',
	'response-expires',
];

/** A read of one piece of the bucket's configuration. */
function bucketRead(
	name: string,
	parameter: string,
	rest: Pick<Operation, 'action' | 'run'>,
): Operation {
	return { name, method: 'GET', on: 'bucket', needs: [parameter], allows: [], ...rest };
}

/** Everything this server can do. What is not here answers `NotImplemented`. */
const OPERATIONS: readonly Operation[] = [
	{
		name: 'PutObject',
		method: 'PUT',
		on: 'object',
		needs: [],
		allows: [],
		action: 's3:PutObject',
		run: putObject,
	},
	{
		name: 'CopyObject',
		method: 'PUT',
		on: 'object',
		needs: [],
		allows: [],
		copies: true,
		action: 's3:PutObject',
		run: copyObject,
	},
	{
		name: 'GetObject',
		method: 'GET',
		on: 'object',
		needs: [],
		allows: ['versionId', ...OVERRIDES],
		action: 's3:GetObject',
		versionAction: 's3:GetObjectVersion',
		run: getObject,
	},
	{
		name: 'HeadObject',
		method: 'HEAD',
		on: 'object',
		needs: [],
		allows: ['versionId', ...OVERRIDES],
		action: 's3:GetObject',
		versionAction: 's3:GetObjectVersion',
		run: headObject,
	},
	{
		name: 'DeleteObject',
		method: 'DELETE',
		on: 'object',
		needs: [],
		allows: ['versionId'],
		action: 's3:DeleteObject',
		versionAction: 's3:DeleteObjectVersion',
		run: deleteObject,
	},
	{
		name: 'RestoreObject',
		method: 'POST',
		on: 'object',
		needs: ['restore'],
		allows: ['versionId'],
		action: 's3:RestoreObject',
		run: restoreObject,
	},
	{
		name: 'GetObjectTagging',
		method: 'GET',
		on: 'object',
		needs: ['tagging'],
		allows: ['versionId'],
		action: 's3:GetObjectTagging',
		versionAction: 's3:GetObjectVersionTagging',
		run: getTagging,
	},
	{
		name: 'PutObjectTagging',
		method: 'PUT',
		on: 'object',
		needs: ['tagging'],
		allows: ['versionId'],
		action: 's3:PutObjectTagging',
		versionAction: 's3:PutObjectVersionTagging',
		run: putTagging,
	},
	{
		name: 'DeleteObjectTagging',
		method: 'DELETE',
		on: 'object',
		needs: ['tagging'],
		allows: ['versionId'],
		action: 's3:DeleteObjectTagging',
		versionAction: 's3:DeleteObjectVersionTagging',
		run: deleteTagging,
	},
	{
		name: 'CreateMultipartUpload',
		method: 'POST',
		on: 'object',
		needs: ['uploads'],
		allows: [],
		action: 's3:PutObject',
		run: createUpload,
	},
	{
		name: 'UploadPart',
		method: 'PUT',
		on: 'object',
		needs: ['partNumber', 'uploadId'],
		allows: [],
		action: 's3:PutObject',
		run: uploadPart,
	},
	{
		name: 'UploadPartCopy',
		method: 'PUT',
		on: 'object',
		needs: ['partNumber', 'uploadId'],
		allows: [],
		copies: true,
		action: 's3:PutObject',
		run: copyPart,
	},
	{
		name: 'ListParts',
		method: 'GET',
		on: 'object',
		needs: ['uploadId'],
		allows: ['max-parts', 'part-number-marker', 'encoding-type'],
		action: 's3:ListMultipartUploadParts',
		run: listParts,
	},
	{
		name: 'CompleteMultipartUpload',
		method: 'POST',
		on: 'object',
		needs: ['uploadId'],
		allows: [],
		action: 's3:PutObject',
		run: completeUpload,
	},
	{
		name: 'AbortMultipartUpload',
		method: 'DELETE',
		on: 'object',
		needs: ['uploadId'],
		allows: [],
		action: 's3:AbortMultipartUpload',
		run: abortUpload,
	},
	{
		name: 'ListObjectsV2',
		method: 'GET',
		on: 'bucket',
		needs: ['list-type'],
		allows: [...LISTING, 'max-keys', 'continuation-token', 'start-after', 'fetch-owner'],
		action: 's3:ListBucket',
		run: listObjects,
	},
	{
		name: 'ListObjects',
		method: 'GET',
		on: 'bucket',
		needs: [],
		allows: [...LISTING, 'max-keys', 'marker'],
		action: 's3:ListBucket',
		run: listObjectsV1,
	},
	{
		name: 'ListObjectVersions',
		method: 'GET',
		on: 'bucket',
		needs: ['versions'],
		allows: [...LISTING, 'max-keys', 'key-marker', 'version-id-marker'],
		action: 's3:ListBucketVersions',
		run: listVersions,
	},
	{
		name: 'ListMultipartUploads',
		method: 'GET',
		on: 'bucket',
		needs: ['uploads'],
		allows: [...LISTING, 'max-uploads', 'key-marker', 'upload-id-marker'],
		action: 's3:ListBucketMultipartUploads',
		run: listUploads,
	},
	{
		name: 'DeleteObjects',
		method: 'POST',
		on: 'bucket',
		needs: ['delete'],
		allows: [],
		run: deleteObjects,
	},
	bucketRead('GetBucketLocation', 'location', {
		action: 's3:GetBucketLocation',
		run: getLocation,
	}),
	bucketRead('GetBucketVersioning', 'versioning', {
		action: 's3:GetBucketVersioning',
		run: getVersioning,
	}),
	bucketRead('GetBucketLifecycleConfiguration', 'lifecycle', {
		action: 's3:GetLifecycleConfiguration',
		run: getLifecycle,
	}),
	bucketRead('GetPublicAccessBlock', 'publicAccessBlock', {
		action: 's3:GetBucketPublicAccessBlock',
		run: getPublicAccessBlock,
	}),
	bucketRead('GetBucketEncryption', 'encryption', {
		action: 's3:GetEncryptionConfiguration',
		run: getEncryption,
	}),
];

/** Parameters that say how a request is signed, or who wrote it, and not what it wants. */
export function isAboutTheRequest(name: string): boolean {
	return /^(x-amz-.*|x-id)$/i.test(name);
}

/** The operation a request asks for. */
export function findOperation(request: S3Request): Operation {
	const names = request.query.map(([name]) => name).filter((name) => !isAboutTheRequest(name));
	const copies = request.header(COPY_SOURCE) !== undefined;
	const on = request.key === '' ? 'bucket' : 'object';
	const operation = OPERATIONS.find(
		(each) =>
			each.method === request.method &&
			each.on === on &&
			(each.copies ?? false) === copies &&
			each.needs.every((name) => names.includes(name)) &&
			names.every((name) => each.needs.includes(name) || each.allows.includes(name)),
	);
	if (operation && request.parameter('list-type') !== '1') return operation;
	throw new S3Error('NotImplemented');
}
