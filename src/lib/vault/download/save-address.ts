/** Lets the browser save what is at an address; one that answers as an attachment brings its own name. */
export function saveAddress(address: string, name = ''): void {
	const link = document.createElement('a');
	link.href = address;
	link.download = name;
	link.rel = 'noopener';
	link.click();
}
