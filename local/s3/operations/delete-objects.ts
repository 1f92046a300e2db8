import * as v from 'valibot';
import { xmlReply, type Call, type Reply } from '../call.ts';
import { declaredChecksum } from '../checksums.ts';
import { S3Error } from '../errors.ts';
import { parseXml } from '../parse-xml.ts';
import { receiveText } from '../receive-body.ts';
import { element, s3Document, type Xml } from '../xml.ts';
import { deleteKey, type Deletion } from './delete-object.ts';

const DeletedObject = v.object({
	Key: v.pipe(v.string(), v.nonEmpty()),
	VersionId: v.optional(v.string()),
	/** Deleted only while the object has this one; `*` stands for any. */
	ETag: v.optional(v.string()),
	/** Conditions of directory buckets alone, which are refused as AWS refuses them elsewhere. */
	LastModifiedTime: v.optional(v.unknown()),
	Size: v.optional(v.unknown()),
});
const DeleteDocument = v.object({
	Delete: v.object({
		Object: v.pipe(v.array(DeletedObject), v.minLength(1), v.maxLength(1000)),
		Quiet: v.optional(v.string()),
	}),
});

type DeleteTarget = v.InferOutput<typeof DeletedObject>;

/** A thousand keys of a kilobyte each, with their markup. */
const MAX_DOCUMENT_BYTES = 2 * 1024 * 1024;

/** Up to 1,000 keys. Each succeeds or fails alone: the answer is 200 either way. */
export async function deleteObjects(call: Call): Promise<Reply> {
	const { request, identity } = call;
	if (request.header('content-md5') === undefined && !declaredChecksum(request.headers)) {
		throw new S3Error('InvalidRequest', {
			message: 'Missing required header for this request: Content-MD5',
		});
	}
	const text = await receiveText(request, { identity, maxBytes: MAX_DOCUMENT_BYTES });
	const { Delete: wanted } = parseXml(text, DeleteDocument);
	const results: Xml[] = [];
	for (const target of wanted.Object) {
		const result = await deleteOne(call, target);
		if (result.name === 'Error' || wanted.Quiet !== 'true') results.push(result.xml);
	}
	return xmlReply(s3Document('DeleteResult', results));
}

async function deleteOne(
	call: Call,
	target: DeleteTarget,
): Promise<{ name: 'Deleted' | 'Error'; xml: Xml }> {
	const { Key: key, VersionId: versionId } = target;
	try {
		const injected = call.failKey?.(key);
		if (injected !== undefined) return failure(target, injected, 'Injected for this key');
		if ([target.LastModifiedTime, target.Size].some((each) => each !== undefined)) {
			throw new S3Error('NotImplemented');
		}
		const action = versionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion';
		if (!(await call.may(action, key))) throw new S3Error('AccessDenied');
		const deletion = await call.changes.commit((change) =>
			deleteKey(call, change, { key, versionId, ifMatch: target.ETag }),
		);
		return { name: 'Deleted', xml: deletedElement(target, deletion) };
	} catch (error) {
		if (error instanceof S3Error) return failure(target, error.code, error.message);
		throw error;
	}
}

function deletedElement({ Key: key, VersionId: versionId }: DeleteTarget, deletion: Deletion): Xml {
	const markerId = deletion.deleteMarker ? deletion.versionId : undefined;
	return element('Deleted', [
		element('Key', key),
		versionId === undefined ? undefined : element('VersionId', versionId),
		deletion.deleteMarker ? element('DeleteMarker', true) : undefined,
		markerId === undefined ? undefined : element('DeleteMarkerVersionId', markerId),
	]);
}

function failure(
	{ Key: key, VersionId: versionId }: DeleteTarget,
	code: string,
	message: string,
): { name: 'Error'; xml: Xml } {
	const xml = element('Error', [
		element('Key', key),
		versionId === undefined ? undefined : element('VersionId', versionId),
		element('Code', code),
		element('Message', message),
	]);
	return { name: 'Error', xml };
}
