/** True where a key is a letter of what a person writes, and no command. */
export function isTyping({ target }: Event): boolean {
	return (
		target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]')
	);
}
