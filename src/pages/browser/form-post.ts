const form = document.getElementById('form-post');
if (form instanceof HTMLFormElement) form.submit();
