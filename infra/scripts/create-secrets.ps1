# Creates the random keys of a deployment that don't exist yet. It never reads, prints or replaces one:
# a new wrapping key would make every customer's data unreadable.
$ErrorActionPreference = 'Stop'
$vault = $env:AZURE_KEY_VAULT_NAME
if (-not $vault) { throw 'Run this through azd, after azd provision.' }

foreach ($name in 'customer-token-key', 'customer-hash-key', 'data-wrapping-key') {
    # Role assignments take up to some minutes to work, so a refusal is tried again.
    for ($attempt = 1; ; $attempt++) {
        $answer = az keyvault secret list --vault-name $vault --query "[?name=='$name'].name" --output tsv
        if ($LASTEXITCODE -eq 0) { break }
        if ($attempt -ge 20) { throw "The vault $vault can't be read." }
        Start-Sleep -Seconds 15
    }

    if ($answer) {
        Write-Output "$name exists."
        continue
    }

    $deleted = az keyvault secret list-deleted --vault-name $vault --query "[?name=='$name'].name" --output tsv
    if ($LASTEXITCODE -ne 0) { throw "The deleted secrets of $vault can't be listed." }
    if ($deleted) { throw "$name was deleted. Recover it (az keyvault secret recover) instead of making another one." }

    $file = New-TemporaryFile
    try {
        $bytes = [byte[]]::new(32)
        [System.Security.Cryptography.RandomNumberGenerator]::Fill($bytes)
        [System.IO.File]::WriteAllText($file, [Convert]::ToBase64String($bytes))
        az keyvault secret set --vault-name $vault --name $name --file $file --output none
        if ($LASTEXITCODE -ne 0) { throw "$name can't be written." }
        Write-Output "$name created."
    }
    finally {
        Remove-Item $file
    }
}
