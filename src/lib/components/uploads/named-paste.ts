/** What browsers call any picture from the clipboard, so that each would be in the way of the last. */
const NAMELESS = /^image\.(png|jpe?g|gif|webp|bmp)$/;

/** Gives pictures from the clipboard the time as their name: `Pasted 2026-03-01 14.05.09.png`. */
export function namedPaste(files: readonly File[], now: Date): readonly File[] {
	const two = (value: number) => String(value).padStart(2, '0');
	const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join('-');
	const time = [two(now.getHours()), two(now.getMinutes()), two(now.getSeconds())].join('.');
	return files.map((file) => {
		const extension = NAMELESS.exec(file.name)?.[1];
		if (extension === undefined) return file;
		const { type, lastModified } = file;
		return new File([file], `Pasted ${day} ${time}.${extension}`, { type, lastModified });
	});
}
