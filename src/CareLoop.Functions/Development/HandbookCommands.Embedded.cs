using CareLoop.Domain.Handbook;
using CareLoop.Functions.Operations;

namespace CareLoop.Functions.Development;

/// <summary><c>handbook validate</c> and <c>handbook explain</c>: for whoever writes or checks a handbook.</summary>
internal static class HandbookCommands
{
    /// <summary>Checks a file together with the handbooks of the app, whose file of the same name it replaces.</summary>
    /// <returns>0 when it can be published.</returns>
    public static int Validate(string path)
    {
        if (!File.Exists(path))
        {
            Console.Error.WriteLine($"找不到文件 No such file: {path}");
            return 2;
        }

        var name = Path.GetFileName(path);
        var files = HandbookFiles.Read().Where(file => file.FileName != name).Append((FileName: name, Text: File.ReadAllText(path)));
        try
        {
            var library = PackLibrary.Load(files);
            Console.WriteLine(HandbookText.Describe([.. library.Findings.Where(finding => finding.File == name)]));
            return 0;
        }
        catch (HandbookException error)
        {
            Console.WriteLine(HandbookText.Describe(error.Errors));
            return 1;
        }
    }

    /// <summary>Prints what a handbook asks for one case type.</summary>
    /// <param name="packName">Pack id, or <c>pack/profile</c>.</param>
    /// <param name="type">Case type.</param>
    public static int Explain(string packName, string type)
    {
        var (id, profile) = packName.Split('/') is [var pack, var sub] ? (pack, sub) : (packName, (string?)null);
        var candidates = HandbookFiles.Load().Packs;
        if (candidates.LastOrDefault(candidate => candidate.Reference.Id == id && candidate.Reference.Profile == profile) is not { } found)
        {
            var known = candidates.Select(candidate => candidate.Reference).Select(reference => reference.Profile is null ? reference.Id : $"{reference.Id}/{reference.Profile}");
            Console.Error.WriteLine($"没有此手册 No such handbook: {packName}\n可用 Known: {string.Join(' ', known.Distinct())}");
            return 2;
        }

        if (!found.CaseTypes.Contains(type))
        {
            Console.Error.WriteLine($"手册中没有此类型 No such case type: {type}\n可用 Known: {string.Join(' ', found.CaseTypes)}");
            return 2;
        }

        Console.WriteLine(HandbookText.Explain(found, type));
        return 0;
    }
}
