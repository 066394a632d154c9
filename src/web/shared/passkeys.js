// Passkeys need the browser's own dialogue, and that needs a script. This is the whole of it: it asks for the options, hands them to the
// browser and puts the answer into the form. Without it the forms stay hidden and the other ways in are complete.
for (const form of document.querySelectorAll('form[data-passkey]')) {
  if (window.PublicKeyCredential?.parseRequestOptionsFromJSON === undefined) break;
  form.hidden = false;
  const trouble = form.querySelector('[role=status]');
  form.addEventListener('submit', async (event) => {
    if (form.passkey.value !== '') return;
    event.preventDefault();
    trouble.hidden = true;
    try {
      const answer = await fetch(form.dataset.options, { method: 'POST', body: new URLSearchParams({ token: form.token.value }) });
      if (!answer.ok) throw new Error(`options ${answer.status}`);
      const options = await answer.json();
      const credential =
        form.dataset.passkey === 'create'
          ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
          : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      form.passkey.value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch {
      trouble.hidden = false;
    }
  });
}
