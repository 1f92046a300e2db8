import { endpoints } from '#contract/endpoints';
import { errorCodes } from '#contract/errors';
import { Validator } from '@seriousme/openapi-schema-validator';
import { join } from 'node:path';
import { format, resolveConfig } from 'prettier';
import { describe, expect, it } from 'vitest';
import { readContractComments } from '../../../../docs/api/contract-comments.ts';
import { errorCatalogue } from '../../../../docs/api/error-catalogue.ts';
import { openApi } from '../../../../docs/api/openapi.ts';

const DOCS = join(import.meta.dirname, '../../../../docs/api');

/** As Prettier leaves it, so that the page and the check of its format agree. */
async function laidOut(file: string, text: string): Promise<string> {
	return format(text, { ...(await resolveConfig(file)), filepath: file });
}

// `npm run docs` writes both pages: it runs this file and updates what it compares with.
describe('the reference of the API', () => {
	it('is what the contract says today', async () => {
		const file = join(DOCS, 'openapi.json');

		await expect(await laidOut(file, JSON.stringify(openApi()))).toMatchFileSnapshot(file);
	});

	it('is an OpenAPI document', async () => {
		const { valid, errors } = await new Validator().validate({ ...openApi() });

		expect({ valid, errors }).toEqual({ valid: true, errors: undefined });
	});

	it.each(endpoints.map(({ name, method, path }) => ({ name, method, path })))(
		'describes $name at its path',
		({ name, method, path }) => {
			const operation = (openApi() as Document).paths[path]?.[method.toLowerCase()];

			expect(operation).toMatchObject({
				operationId: name,
				description: expect.stringMatching(/\w/) as string,
			});
		},
	);
});

describe('the catalogue of errors', () => {
	it('is what the contract and the site say today', async () => {
		const file = join(DOCS, 'errors.md');

		await expect(await laidOut(file, errorCatalogue())).toMatchFileSnapshot(file);
	});

	it.each(errorCodes)('says what %s means', (code) => {
		expect(readContractComments().codes.get(code)).toMatch(/\w/);
	});
});

interface Document {
	readonly paths: Readonly<Record<string, Readonly<Record<string, object>>>>;
}
