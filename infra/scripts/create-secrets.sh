#!/bin/sh
# Creates the random keys of a deployment that don't exist yet. It never reads, prints or replaces one:
# a new wrapping key would make every customer's data unreadable.
set -eu
: "${AZURE_KEY_VAULT_NAME:?run this through azd, after azd provision}"

for name in customer-token-key customer-hash-key data-wrapping-key; do
  # Role assignments take up to some minutes to work, so a refusal is tried again.
  attempt=1
  while :; do
    if answer=$(az keyvault secret list --vault-name "$AZURE_KEY_VAULT_NAME" --query "[?name=='$name'].name" --output tsv 2>&1); then
      break
    fi
    if [ "$attempt" -ge 20 ]; then
      echo "The vault $AZURE_KEY_VAULT_NAME can't be read: $answer" >&2
      exit 1
    fi
    attempt=$((attempt + 1))
    sleep 15
  done

  if [ -n "$answer" ]; then
    echo "$name exists."
  elif az keyvault secret list-deleted --vault-name "$AZURE_KEY_VAULT_NAME" --query "[?name=='$name'].name" --output tsv | grep -q .; then
    echo "$name was deleted. Recover it (az keyvault secret recover) instead of making another one." >&2
    exit 1
  else
    file=$(mktemp)
    trap 'rm -f "$file"' EXIT
    openssl rand -base64 32 | tr -d '\n' > "$file"
    az keyvault secret set --vault-name "$AZURE_KEY_VAULT_NAME" --name "$name" --file "$file" --output none
    rm -f "$file"
    echo "$name created."
  fi
done
