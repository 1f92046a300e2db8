import { xmlReply, type Call, type Reply } from '../call.ts';
import { receiveText } from '../receive-body.ts';
import type { StoredObject, Tags } from '../store/object-version.ts';
import { parseTagging, taggingDocument } from '../tags.ts';
import { findVersion } from './find-version.ts';

/** Ten tags of the longest keys and values, in their elements. */
const MAX_DOCUMENT_BYTES = 64 * 1024;

/** PutObjectTagging: these tags, and none that were there before. */
export async function putTagging(call: Call): Promise<Reply> {
	const { request, identity } = call;
	const tags = parseTagging(await receiveText(request, { identity, maxBytes: MAX_DOCUMENT_BYTES }));
	return { status: 200, headers: await replaceTags(call, tags) };
}

export async function deleteTagging(call: Call): Promise<Reply> {
	return { status: 204, headers: await replaceTags(call, {}) };
}

export async function getTagging(call: Call): Promise<Reply> {
	const version = await findVersion(call);
	const reply = xmlReply(taggingDocument(version.content.tags ?? {}));
	return { ...reply, headers: { ...reply.headers, ...versionHeader(call, version) } };
}

/** Neither bytes, class nor dates change, of an archived version neither. */
async function replaceTags(call: Call, tags: Tags): Promise<Record<string, string>> {
	const { versionId } = await findVersion(call);
	return call.changes.commit(() => {
		const { versions } = call.storage;
		const version = versions.find(call.bucket.name, call.key, versionId);
		if (!version?.content) return {};
		versions.update(version, { ...version.content, tags });
		return versionHeader(call, version);
	});
}

function versionHeader({ bucket }: Call, { versionId }: Pick<StoredObject, 'versionId'>) {
	return bucket.versioned ? { 'x-amz-version-id': versionId } : {};
}
