import { xmlReply, type Call, type Reply } from '../call.ts';
import { declaredChecksum, parseAlgorithm } from '../checksums.ts';
import { S3Error } from '../errors.ts';
import type { IncomingForm } from '../form-data.ts';
import {
	checkWriteInstructions,
	objectHeaders,
	refuseUnsupported,
	storageClassOf,
} from '../object-headers.ts';
import type { SizeRange } from '../post-policy.ts';
import { MAX_BODY_BYTES, measure, type ReceivedBody } from '../receive-body.ts';
import type { StoredObject } from '../store/object-version.ts';
import { parseTagging, tagsOfWrite } from '../tags.ts';
import { encodePath } from '../uri.ts';
import { document, element } from '../xml.ts';
import { storeObject, storedHeaders } from './store-object.ts';

/** Stores the file of a form whose signature and policy hold, if it has a size they allow. */
export async function postObject(call: Call, form: IncomingForm, sizes: SizeRange): Promise<Reply> {
	const { fields } = form;
	const field = (name: string): string | undefined => fields.get(name);
	refuseUnsupportedFields(fields);
	checkWriteInstructions(field, call.bucket.properties);
	const tagging = field('tagging');
	const tags = await tagsOfWrite(call, tagging === undefined ? {} : parseTagging(tagging));
	const stored = await storeObject(
		call,
		{
			key: call.key,
			headers: objectHeaders(fields),
			storageClass: storageClassOf(field),
			...tags,
			eventName: 's3:ObjectCreated:Post',
		},
		(write) => receiveFile(form, sizes, write),
	);
	return reply(call, stored, fields.get('success_action_status'));
}

/** The key a form asks for. S3 could put the file's own name into it; we do not. */
export function keyOf(form: IncomingForm): string {
	const key = form.fields.get('key') ?? '';
	if (key === '') {
		throw new S3Error('InvalidArgument', { message: 'Bucket POST must contain a field named key' });
	}
	if (key.includes('${filename}')) throw new S3Error('NotImplemented');
	if (Buffer.byteLength(key) > 1024) throw new S3Error('KeyTooLongError');
	return key;
}

function refuseUnsupportedFields(fields: ReadonlyMap<string, string>): void {
	refuseUnsupported(fields.keys());
	for (const name of ['success_action_redirect', 'redirect', 'x-amz-copy-source']) {
		if (fields.has(name)) throw new S3Error('NotImplemented');
	}
	if (fields.has('acl')) throw new S3Error('AccessControlListNotSupported');
}

async function receiveFile(
	form: IncomingForm,
	sizes: SizeRange,
	write: (chunk: Uint8Array) => Promise<void>,
): Promise<ReceivedBody> {
	const declared = declaredChecksum(form.fields);
	const wanted = form.fields.get('x-amz-checksum-algorithm');
	const body = await measure(
		form.file,
		{
			...(declared && { checksum: declared }),
			algorithm: declared?.algorithm ?? (wanted ? parseAlgorithm(wanted) : undefined),
			maxBytes: Math.min(sizes.max, MAX_BODY_BYTES),
		},
		write,
	);
	if (body.sizeBytes < sizes.min) throw new S3Error('EntityTooSmall');
	return body;
}

function reply(call: Call, stored: StoredObject, asked: string | undefined): Reply {
	const location = `/${call.bucket.name}/${encodePath(stored.key)}`;
	const headers = { ...storedHeaders(call, stored), location };
	if (asked === '200') return { status: 200, headers };
	if (asked !== '201') return { status: 204, headers };
	const created = xmlReply(
		document(
			element('PostResponse', [
				element('Location', location),
				element('Bucket', call.bucket.name),
				element('Key', stored.key),
				element('ETag', `"${stored.content.eTag}"`),
			]),
		),
		201,
	);
	return { ...created, headers: { ...headers, ...created.headers } };
}
