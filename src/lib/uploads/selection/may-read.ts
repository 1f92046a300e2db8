/** Chromium alone asks; where a handle has no such question, reading it will tell. */
interface HandleWithPermission extends FileSystemFileHandle {
	requestPermission(options: { mode: 'read' }): Promise<PermissionState>;
}

/** Whether the page may read the file of a handle. To be called in answer to a press: the browser may ask the person. */
export async function mayRead(handle: FileSystemFileHandle): Promise<boolean> {
	if (!asks(handle)) return true;
	return (await handle.requestPermission({ mode: 'read' }).catch(() => 'denied')) === 'granted';
}

function asks(handle: FileSystemFileHandle): handle is HandleWithPermission {
	return 'requestPermission' in handle;
}
