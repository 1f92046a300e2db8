import { errorCodes, statusOfCode } from '#contract/errors';
import { sentenceOfCode } from '../../src/lib/errors/sentence';
import { readContractComments } from './contract-comments.ts';

/** Every code a caller can meet: its status, what it means, and the sentence people read. */
export function errorCatalogue(): string {
	const { codes } = readContractComments();
	const rows = errorCodes.map((code) => {
		const cells = [`\`${code}\``, statusOfCode[code], codes.get(code) ?? '', sentenceOfCode(code)];
		return `| ${cells.join(' | ')} |`;
	});
	return [
		'# Errors of the API',
		'',
		'Made from `src/lib/contract/errors.ts` and `src/lib/errors/sentence.ts` by `npm run docs`.',
		'',
		'An answer of 400 and above is [problem details](https://www.rfc-editor.org/rfc/rfc9457) with a `code` of this list. The last',
		'column is what the site says: what happened, and what a person does next. Programs may repeat a request that was answered with 429 or 503, after the',
		'seconds in `Retry-After`, and one answered with 401 once they have a new token. Any other needs another request.',
		'`field` names the place of a `bad_request` or `bad_name`, `reason` is closer to what is wrong.',
		'',
		'Where one call is about many files, such as `beginUploads`, the answer is 200 and each file has its own `code`.',
		'',
		'| Code | Status | Meaning | What people read |',
		'| --- | --- | --- | --- |',
		...rows,
		'',
	].join('\n');
}
