/**
 * The language of the sentences and the forms of dates and numbers, as BCP 47 writes it: `en-GB`, `de-CH`. The script in app.html has
 * found it before anything was drawn; where no such script ran, in tests, it is British English.
 */
export function locale(): string {
	return document.documentElement.lang || 'en-GB';
}
