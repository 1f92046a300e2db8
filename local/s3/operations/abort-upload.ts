import type { Call, Reply } from '../call.ts';
import { findUpload } from './find-upload.ts';

export async function abortUpload(call: Call): Promise<Reply> {
	await call.changes.commit((change) => {
		const parts = call.storage.uploads.remove(findUpload(call));
		change.free(parts.map((part) => part.blob));
	});
	return { status: 204 };
}
