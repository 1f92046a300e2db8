import type { Template } from '../template/template.ts';

/**
 * Throws unless the template lets a service call a function. Without the permission AWS would drop the
 * call, and no part would report it.
 */
export function requirePermission(template: Template, functionArn: string, service: string): void {
	const name = functionArn.split(':').at(-1);
	const isGranted = template.resources('AWS::Lambda::Permission').some(({ properties }) => {
		const { FunctionName, Principal, Action } = properties;
		return (
			(FunctionName === functionArn || FunctionName === name) &&
			Principal === service &&
			Action === 'lambda:InvokeFunction'
		);
	});
	if (isGranted) return;
	throw new Error(
		`The template has no AWS::Lambda::Permission for ${service} to call ${name ?? ''}`,
	);
}
