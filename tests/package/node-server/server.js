// Importing on a server has no side effect; calling there gives a typed error.
import { Captioner, isSaccadeError } from 'saccade';
import 'saccade/inline';
import 'saccade/element';

console.log(await Captioner.availability());
try {
  await Captioner.create();
} catch (error) {
  if (!isSaccadeError(error)) throw error;
  console.log(error.code, '-', error.remedy);
}
