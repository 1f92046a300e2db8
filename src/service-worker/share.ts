/** Files that other apps have shared wait here until they are stored; src/lib/uploads/selection/shared-files.ts reads it under the same name. */
export const SHARED = 'shared';
/** As `share_target` in static/manifest.webmanifest has it. */
const PATH = '/share';

export function isShare({ method }: Request, { pathname }: URL): boolean {
	return method === 'POST' && pathname === PATH;
}

/** Parks what is shared, signed in or not, and opens the vault. Where the device has no room for all of it, the vault says so. */
export async function park(request: Request): Promise<Response> {
	const form = await request.formData();
	try {
		const cache = await caches.open(SHARED);
		for (const file of filesOf(form)) await keep(file, cache);
	} catch {
		return opened('/folders?not-shared');
	}
	return opened('/folders');
}

async function keep(file: File, cache: Cache): Promise<void> {
	const headers = {
		'content-type': file.type,
		'x-name': encodeURIComponent(file.name),
		'x-last-modified': String(file.lastModified),
	};
	await cache.put(`${PATH}/${crypto.randomUUID()}`, new Response(file, { headers }));
}

/** As after a form was sent: a reload shares nothing twice. */
function opened(location: string): Response {
	return new Response(null, { status: 303, headers: { location } });
}

/** Words and addresses without a file become one, which the page names: this worker speaks no language. */
function filesOf(form: FormData): readonly File[] {
	const files = form.getAll('files').filter((each) => each instanceof File);
	if (files.length > 0) return files;
	const text = ['title', 'text', 'url']
		.map((field) => form.get(field))
		.filter((value) => typeof value === 'string')
		.filter((value) => value !== '')
		.join('\n');
	return text === '' ? [] : [new File([text], '', { type: 'text/plain' })];
}
