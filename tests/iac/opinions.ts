import { CelEngine, TemplateFile, type StandardDiagnostic } from '@aws/cloudformation-validate';
import { App, Stack } from 'aws-cdk-lib';
import { CfnInclude } from 'aws-cdk-lib/cloudformation-include';
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Template } from './template.ts';

/** What AWS's own schemas and rules say against a template, with these values for its parameters. */
export function schemaFindings(
	file: string,
	parameterOverrides: Readonly<Record<string, string>>,
): readonly StandardDiagnostic[] {
	const engine = new CelEngine();
	try {
		const config = {
			parameterOverrides,
			pseudoParameterOverrides: { region: 'us-east-1' },
			severityLevel: 'WARN',
		} as const;
		return engine.validateStandard(new TemplateFile(file), config).diagnostics;
	} finally {
		engine.free();
	}
}

/** What cdk-nag's packs AwsSolutions and Serverless say against a template whose conditions are decided. */
export function nagFindings(template: Template): readonly { rule: string; on: string }[] {
	const folder = mkdtempSync(join(tmpdir(), 'nag-'));
	try {
		const file = join(folder, 'template.json');
		writeFileSync(file, JSON.stringify(template));
		const stack = new Stack(new App({ outdir: folder }), 'vault');
		new CfnInclude(stack, 'template', { templateFile: file });
		return [new AwsSolutionsChecks(), new ServerlessChecks()]
			.flatMap((pack) => pack.validateScope(stack).violations)
			.flatMap(({ ruleName, violatingResources }) =>
				violatingResources.map(({ constructPath, resourceLogicalId }) => ({
					rule: ruleName.replace(/\[.*/, ''),
					on: resourceLogicalId ?? constructPath?.split('/').at(-1) ?? '?',
				})),
			);
	} finally {
		rmSync(folder, { recursive: true });
	}
}
