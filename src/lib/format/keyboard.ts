/** Its keyboards have ⌘ for Ctrl, and no Delete key: what removes is called Backspace there. */
export function isMac(): boolean {
	return navigator.platform.startsWith('Mac');
}
