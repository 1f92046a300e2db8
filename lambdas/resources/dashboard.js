import { folders } from './folders.js';

/** The metric of each function's errors, as the dashboard's JSON lists metrics. */
export async function errorsOfFunctions(framework) {
	const functions = await Promise.all(
		(await folders(framework)).map((folder) =>
			framework.resolveVariable(`file(lambdas/${folder}/function.yml)`),
		),
	);
	const names = functions.flatMap((declared) => Object.keys(declared));
	return { 'Fn::Sub': names.map(logicalId).map(metric).join(', ') };
}

/** As the framework derives it. */
function logicalId(name) {
	return `${name.charAt(0).toUpperCase()}${name.slice(1)}LambdaFunction`;
}

function metric(id) {
	return `["AWS/Lambda", "Errors", "FunctionName", "\${${id}}"]`;
}
