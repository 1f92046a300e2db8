/** CloudFront's longest address, in bytes. */
const MAX_TARGET_BYTES = 8192;

/** Whether a path can be one of the site's: no host in it, well encoded, and no NUL. */
export function isSitePath(pathname: string): boolean {
	if (pathname.startsWith('//') || pathname.length > MAX_TARGET_BYTES) return false;
	try {
		return !decodeURIComponent(pathname).includes('\0');
	} catch {
		return false;
	}
}
