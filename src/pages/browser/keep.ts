import { enableCopy } from './copy.js';

const status = document.getElementById('status');

enableCopy(document.getElementById('kept'), (sentence) => {
  if (status !== null) status.textContent = sentence;
});

const printButton = document.getElementById('print');
if (printButton !== null) {
  printButton.hidden = false;
  printButton.addEventListener('click', () => print());
}
