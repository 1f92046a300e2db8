import type { Endpoint } from '#contract/endpoint';
import { endpoints } from '#contract/endpoints';
import { entry, file, folder, path, storageClass, version } from '#contract/entries';
import { problem } from '#contract/errors';
import { checksum, id, instant, sha256 } from '#contract/ids';
import { toJsonSchema, type ConversionConfig } from '@valibot/to-json-schema';
import type { GenericSchema } from 'valibot';
import { readContractComments } from './contract-comments.ts';

/** Schemas with a name of their own in the document; they are found in others by identity. */
const named: Readonly<Record<string, GenericSchema>> = {
	Checksum: checksum,
	Entry: entry,
	File: file,
	Folder: folder,
	Id: id,
	Instant: instant,
	Path: path,
	Sha256: sha256,
	StorageClass: storageClass,
	Version: version,
};

/** The API as an OpenAPI 3.1 document: every endpoint of the contract, and nothing that is not in it. */
export function openApi(): object {
	const comments = readContractComments();
	return {
		openapi: '3.1.0',
		info: {
			title: 'CloudVault',
			version: '1',
			description:
				'The API between the browser and the functions. Bytes do not pass through it: it hands out forms and addresses, which lead to S3. Made from src/lib/contract by `npm run docs`. Codes of errors: errors.md.',
		},
		servers: [
			{
				url: '{apiUrl}',
				description: 'As config.json of the site names it.',
				variables: { apiUrl: { default: 'http://127.0.0.1:8788' } },
			},
		],
		security: [{ accessToken: [] }],
		tags: [...new Set(endpoints.map((each) => each.function))].map((name) => ({
			name,
			description: `Answered by the function ${name}.`,
		})),
		paths: pathsOf(comments.endpoints),
		components: {
			securitySchemes: {
				accessToken: {
					type: 'http',
					scheme: 'bearer',
					bearerFormat: 'JWT',
					description:
						'An access token of the user pool, with the scope aws.cognito.signin.user.admin.',
				},
			},
			responses: { Problem: problemResponse() },
			schemas: Object.fromEntries(
				Object.entries(named).map(([name, schema]) => [name, definitionOf(name, schema)]),
			),
		},
	};
}

function pathsOf(comments: ReadonlyMap<string, string>): object {
	const byPath = Map.groupBy(endpoints, (each) => each.path);
	return Object.fromEntries(
		[...byPath].map(([path, served]) => [
			path,
			Object.fromEntries(
				served.map((each) => [each.method.toLowerCase(), operationOf(each, comments)]),
			),
		]),
	);
}

function operationOf(endpoint: Endpoint, comments: ReadonlyMap<string, string>): object {
	const forOwners = endpoint.onlyFor === 'owners' ? ' For the owners of the stage alone.' : '';
	return {
		operationId: endpoint.name,
		tags: [endpoint.function],
		description: `${comments.get(endpoint.name) ?? ''}${forOwners}`,
		...inputOf(endpoint),
		responses: {
			200: { description: 'Done.', content: json(schemaOf(endpoint.response, 'output')) },
			'4XX': { $ref: '#/components/responses/Problem' },
			'5XX': { $ref: '#/components/responses/Problem' },
		},
	};
}

function inputOf({ method, request }: Endpoint): object {
	const schema = schemaOf(request, 'input');
	if (method === 'POST') return { requestBody: { required: true, content: json(schema) } };
	return {
		parameters: Object.entries(schema.properties ?? {}).map(([name, each]) => ({
			name,
			in: 'query',
			required: schema.required?.includes(name) ?? false,
			schema: each,
		})),
	};
}

function problemResponse(): object {
	return {
		description:
			'Refused or failed: problem details (RFC 9457) with a code of a closed list. 429 and 503 say in Retry-After when to ask again.',
		content: { 'application/problem+json': { schema: schemaOf(problem, 'output') } },
	};
}

const json = (schema: object): object => ({ 'application/json': { schema } });

const config = {
	target: 'draft-2020-12',
	// What `trim` takes away is no part of what may be sent; a `check` is code, which a schema cannot say.
	ignoreActions: ['trim', 'check'],
	overrideRef: ({ referenceId }) => `#/components/schemas/${referenceId}`,
} satisfies ConversionConfig;

/** In OpenAPI the dialect is said once for all, and what is referred to stands in `components`. */
function schemaOf(schema: GenericSchema, typeMode: 'input' | 'output', definitions = named) {
	const converted = { ...toJsonSchema(schema, { ...config, typeMode, definitions }) };
	delete converted.$schema;
	delete converted.$defs;
	return converted;
}

/** What a name stands for; within it the other names are used. */
function definitionOf(name: string, schema: GenericSchema): object {
	const others = Object.entries(named).filter(([other]) => other !== name);
	return schemaOf(schema, 'output', Object.fromEntries(others));
}
