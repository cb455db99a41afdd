const { PORT, DATA } = process.env;

module.exports = {
  uiPort: PORT,
  uiHost: 'localhost',
  userDir: DATA,
  {{CATALOGUE}}
};
